-- Has this connection told of each committed row of the change log (record_change notifies).
listen parkgate_change
