class Preview: pass
