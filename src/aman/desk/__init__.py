"""The trusted inside: opens what callers sealed, seals what operators answer."""
