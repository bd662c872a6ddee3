-- Keeps two first starts from each entering the keys of a file of its own.
lock table key_fingerprint in share row exclusive mode
