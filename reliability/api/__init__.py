"""The programming interface under /api/v1/: what a program may read, score and send.

late            views that are imported when first asked      urls       addresses
authentication  a token, or a signed-in person                access     what a caller may see
problems        every error as RFC 9457 says                  parsing    JSON, read strictly
sending_once    idempotency keys on writes                    throttling how often one may ask
describing      the OpenAPI description                       shapes/    what comes in and goes out
views/          one module a subject

No page of the product imports Django REST framework: only these modules do, at their first request.
"""
