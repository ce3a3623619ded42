"""Certificates as people meet them: status, PDF, QR code, signed badge, transcript.

status   valid, expired, superseded or revoked, worked out on the day of asking
addresses  where a certificate is verified
keys     the keys that sign badges, and the public ones
badge    an Open Badge 3.0 as a signed token, and its verification
pdf      certificate and transcript as tagged PDF
qr       the verification address as a picture
access   whose certificate is whose
"""
