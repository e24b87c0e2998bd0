"""A township's own pages: whom it has to ask and to call, who leaves when from where, and its survey of people."""
