"""The page on which figures are read: files made from what was released, in four languages."""
