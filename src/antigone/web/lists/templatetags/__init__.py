"""Tags of lists, in every page that shows one."""
