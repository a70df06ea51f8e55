class Preview:
    pass
