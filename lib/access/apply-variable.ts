/** Variables that may hold a password for applying begin so: otherwise any secret of the server could be sent to a host. */
export const applyVariablePattern = /^PLUMBLINE_APPLY_[A-Z0-9_]+$/;
