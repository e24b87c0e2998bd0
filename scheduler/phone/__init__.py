"""The driver's page of one duty on a telephone, behind a signed link: it works where there is no network."""
