"""Backup and restore: one file with the database and what it must hold; the keys in another.

archive     the file: a manifest and a database, with a checksum each
engines     how each database engine is copied, read and put back
making      database -> archive                     restoring   archive -> an empty database
keys        the deployment's keys, apart            checking    what a restored database must show
"""
