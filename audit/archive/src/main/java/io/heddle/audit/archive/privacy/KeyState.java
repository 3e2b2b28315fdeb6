package io.heddle.audit.archive.privacy;

/** What has become of a tenant's key, by the archive's files. */
public enum KeyState {
  /** It is there; with its master key it can be used. */
  KEPT,
  /** It was destroyed, as somebody asked. */
  ERASED,
  /** It never came, or its line is damaged or gone. */
  LOST
}
