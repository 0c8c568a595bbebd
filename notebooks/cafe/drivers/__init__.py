"""What a program connects with, each named like the package one would install.

    sql           RDS and Aurora, like psycopg     redis      Valkey and Redis OSS
    pymongo       DocumentDB                       memcache   Memcached, like pymemcache
    neptune       Neptune's graph                  amazondax  DynamoDB through DAX

And what they share: network, the way to an endpoint; missing, what is said of a call
that a driver has not; statement_timeout, a statement that is cancelled in time.
"""
