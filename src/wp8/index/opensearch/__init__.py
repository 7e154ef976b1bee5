"""An index on an OpenSearch cluster."""
