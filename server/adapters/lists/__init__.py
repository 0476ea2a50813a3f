"""Lists of representatives as XLSX or CSV: reading what organisations send, writing the template."""
