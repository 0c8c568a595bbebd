"""The engines behind the services. They know no account and no AWS."""
