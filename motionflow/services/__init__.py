"""The use cases, one function each. They flush and never commit; they know no request and no clock."""
