"""Files that prove something: received, made harmless in a child process, kept privately, served with care.

A file names its subject by kind and id, and knows nothing else about it.
"""
