package io.heddle.audit.archive.verify;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks each Ed25519 signature once and remembers what it was: whoever verifies the same archive a
 * quarter of a million times, with one byte changed, waits for little else otherwise.
 */
final class RememberedSignatures extends Provider implements AutoCloseable {
  private static final long serialVersionUID = 1;
  private static final String ED25519 = "Ed25519";

  private RememberedSignatures(Provider real) {
    super("Remembered", "1", "remembers what Ed25519 signatures are");
    Map<ByteBuffer, Boolean> known = new HashMap<>();
    putService(
        new Service(this, "Signature", ED25519, Remembering.class.getName(), null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return new Remembering(real, known);
          }

          @Override
          public boolean supportsParameter(Object key) {
            return key instanceof PublicKey;
          }
        });
  }

  /** From now on in all of this JVM, until it is closed. */
  static RememberedSignatures begin() throws GeneralSecurityException {
    RememberedSignatures remembered =
        new RememberedSignatures(Signature.getInstance(ED25519).getProvider());
    Security.insertProviderAt(remembered, 1);
    return remembered;
  }

  @Override
  public void close() {
    Security.removeProvider(getName());
  }

  /** Of one key and one text. */
  private static final class Remembering extends SignatureSpi {
    private final Provider real;
    private final Map<ByteBuffer, Boolean> known;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private PublicKey key;

    Remembering(Provider real, Map<ByteBuffer, Boolean> known) {
      this.real = real;
      this.known = known;
    }

    @Override
    protected void engineInitVerify(PublicKey checking) {
      key = checking;
      text.reset();
    }

    @Override
    protected void engineInitSign(PrivateKey signing) throws InvalidKeyException {
      throw new InvalidKeyException("it signs nothing");
    }

    @Override
    protected void engineUpdate(byte one) {
      text.write(one);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int from, int size) {
      text.write(bytes, from, size);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      throw new SignatureException("it signs nothing");
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      byte[] bytes = text.toByteArray();
      byte[] id = key.getEncoded();
      ByteBuffer all = ByteBuffer.allocate(8 + id.length + bytes.length + signature.length);
      all.putInt(id.length).putInt(bytes.length).put(id).put(bytes).put(signature).flip();
      Boolean remembered = known.get(all);
      if (remembered == null) {
        remembered = verify(bytes, signature);
        known.put(all, remembered);
      }
      return remembered;
    }

    private boolean verify(byte[] bytes, byte[] signature) throws SignatureException {
      try {
        Signature ed25519 = Signature.getInstance(ED25519, real);
        ed25519.initVerify(key);
        ed25519.update(bytes);
        return ed25519.verify(signature);
      } catch (GeneralSecurityException malformed) {
        throw new SignatureException(malformed);
      }
    }

    @Deprecated
    @Override
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException(name);
    }

    @Deprecated
    @Override
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException(name);
    }
  }
}
