package io.heddle.audit.archive.export;

import io.heddle.audit.archive.query.ArchivedOperation;
import java.io.Closeable;
import java.io.IOException;

/** Where exported operations go; what it has taken is complete in its file once it is closed. */
public interface OperationSink extends Closeable {
  /** Takes an operation. */
  void take(ArchivedOperation operation) throws IOException;
}
