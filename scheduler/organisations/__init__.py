"""Who uses Menlu: organisations, their people, roles and tokens."""
