package io.heddle.audit.archive.tlog;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/** Checks proofs, as RFC 9162, sections 2.1.3.2 and 2.1.4.2, says. Needs nothing but them. */
public final class TreeProofs {
  private final TreeHash hash = new TreeHash();

  /** Whether a leaf is in the tree of that size and root, at that place. */
  public boolean isIncluded(byte[] leaf, long index, long size, byte[] root, List<byte[]> proof) {
    if (index < 0 || index >= size) {
      return false;
    }
    long fn = index;
    long sn = size - 1;
    byte[] r = leaf;
    for (byte[] p : proof) {
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        r = hash.node(p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        r = hash.node(r, p);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    return sn == 0 && Arrays.equals(r, root);
  }

  /** Whether the tree of the first size and root is a beginning of the second. */
  public boolean isConsistent(
      long first, byte[] firstRoot, long second, byte[] secondRoot, List<byte[]> proof) {
    if (first < 0 || first > second) {
      return false;
    }
    if (first == second || first == 0) {
      boolean isSame = first == second && Arrays.equals(firstRoot, secondRoot);
      boolean isFromNothing = first == 0 && Arrays.equals(firstRoot, hash.empty());
      return proof.isEmpty() && (isSame || first != second && isFromNothing);
    }
    Iterator<byte[]> rest = proof.iterator();
    boolean isPerfect = Long.bitCount(first) == 1;
    if (!isPerfect && !rest.hasNext()) {
      return false;
    }
    long fn = first - 1;
    long sn = second - 1;
    while ((fn & 1) == 1) {
      fn >>>= 1;
      sn >>>= 1;
    }
    byte[] fr = isPerfect ? firstRoot : rest.next();
    byte[] sr = fr;
    while (rest.hasNext()) {
      byte[] c = rest.next();
      if (sn == 0) {
        return false;
      }
      if ((fn & 1) == 1 || fn == sn) {
        fr = hash.node(c, fr);
        sr = hash.node(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        sr = hash.node(sr, c);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    return sn == 0 && Arrays.equals(fr, firstRoot) && Arrays.equals(sr, secondRoot);
  }
}
