"""What RDS, Aurora, DocumentDB and Neptune share, as AWS runs them by one API.

    family      the client: finding, describing, refusing, zones, groups, endpoints
    base        a cluster and an instance: writer, readers, heirs, their endpoints
    rules       names, passwords, ports        tags        calls on tags
    metadata    what a restore may be told
"""
