from support.diary import charley, folder  # noqa: F401
