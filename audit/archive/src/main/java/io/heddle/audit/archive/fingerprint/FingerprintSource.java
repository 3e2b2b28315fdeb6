package io.heddle.audit.archive.fingerprint;

import io.heddle.audit.archive.ArchiveException;

/** Rows whose fingerprints are known or can be taken. */
interface FingerprintSource {
  /** Takes them one by one, in any order. */
  interface Sink {
    void take(Fingerprint fingerprint) throws ArchiveException;
  }

  /** What it is, for a message. */
  String name();

  /** Which columns are in the fingerprints, so that nothing else is compared with them. */
  Columns columns() throws ArchiveException;

  /** Hands over all of them. */
  void read(Sink sink) throws ArchiveException;
}
