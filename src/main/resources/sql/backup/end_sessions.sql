-- Ends every session: which of them were ended since, and whose, is not known. Who was signed in signs in again.
delete from staff_session
