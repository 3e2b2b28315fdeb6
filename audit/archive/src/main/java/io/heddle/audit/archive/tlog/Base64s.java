package io.heddle.audit.archive.tlog;

import java.util.Base64;

/** Base64 that has one spelling: what is not written as we would write it is refused. */
final class Base64s {
  private Base64s() {}

  static byte[] decode(String text) throws NoteException {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      if (Base64.getEncoder().encodeToString(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException malformed) {
      throw new NoteException("'" + text + "' is no base64");
    }
    throw new NoteException("'" + text + "' is not base64 as RFC 4648 spells it");
  }

  static byte[] hash(String text) throws NoteException {
    byte[] bytes = decode(text);
    if (bytes.length != TreeHash.BYTES) {
      throw new NoteException(
          "'" + text + "' is no SHA-256 hash, it has " + bytes.length + " bytes");
    }
    return bytes;
  }

  static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
