"""What all of the desk's screens share: words, the live stream, refusals that keep a text."""
