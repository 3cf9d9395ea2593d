"""The front: public, untrusted, takes and gives sealed envelopes and can open none."""
