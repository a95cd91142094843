"""What may be changed of a person by others."""


def mail_is_open(person):
    """Whether others may set the mail address: only until the person has signed in.

    Links to set a password go there, so whoever could change it later could take the account over. From then
    on the person and the system administrator change it, with the account.
    """
    return person.last_login is None
