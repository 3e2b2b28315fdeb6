package io.heddle.audit.archive;

/** Takes what an operator should know of; called on the archiver's thread. */
public interface ArchiveEvents {
  /** Takes nothing. */
  ArchiveEvents NONE = (severe, message) -> {};

  /**
   * Something happened.
   *
   * @param severe whether the record's integrity is concerned: a conflict or damage
   * @param message a sentence
   */
  void happened(boolean severe, String message);
}
