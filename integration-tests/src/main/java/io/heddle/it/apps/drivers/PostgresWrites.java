package io.heddle.it.apps.drivers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.PGCopyOutputStream;
import org.postgresql.core.BaseConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** Copies and large objects of PostgreSQL's driver; each copy goes to a table of its own. */
public final class PostgresWrites {
  private static final byte[] TWO = "1\ta\n2\tb\n".getBytes(StandardCharsets.US_ASCII);

  private final Connection connection;
  private final CopyManager copies;

  private PostgresWrites(Connection connection) throws SQLException {
    this.connection = connection;
    this.copies = connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /**
   * @param arguments JDBC URL; {@code copies} or {@code objects}
   */
  public static void main(String[] arguments) throws Exception {
    try (Connection connection = DriverManager.getConnection(arguments[0])) {
      PostgresWrites writes = new PostgresWrites(connection);
      if (arguments[1].equals("copies")) {
        writes.copies();
      } else {
        writes.objects();
      }
    }
    System.out.println("DONE");
  }

  private void copies() throws Exception {
    copies.copyIn(copy("fromreader"), new StringReader("1\ta\n2\tb\n"));
    copies.copyIn(copy("fromstream"), new java.io.ByteArrayInputStream(TWO));
    copies.copyIn(
        copy("frombytes"), org.postgresql.util.ByteStreamWriter.of(java.nio.ByteBuffer.wrap(TWO)));
    new CopyManager(connection.unwrap(BaseConnection.class))
        .copyIn(copy("ownmanager"), new StringReader("1\ta\n"));
    CopyIn byHand = copies.copyIn(copy("byhand"));
    byHand.writeToCopy(TWO, 0, TWO.length);
    byHand.endCopy();
    try (OutputStream out =
        new PGCopyOutputStream(connection.unwrap(PGConnection.class), copy("outputstream"))) {
      out.write(TWO);
    }
    CopyIn cancelled = copies.copyIn(copy("cancelled"));
    cancelled.writeToCopy(TWO, 0, TWO.length);
    cancelled.cancelCopy();
    refused(() -> copies.copyIn(copy("twice"), new StringReader("1\ta\n1\tb\n")));
    refused(
        () ->
            copies.copyIn(
                copy("unreadable"),
                new java.io.InputStream() {
                  @Override
                  public int read() throws IOException {
                    throw new IOException("torn");
                  }
                }));
    connection.setAutoCommit(false);
    copies.copyIn(copy("committed"), new StringReader("1\ta\n"));
    connection.commit();
    String undone = copy("undone");
    connection.commit();
    copies.copyIn(undone, new StringReader("1\ta\n"));
    connection.rollback();
    String failed = copy("failed");
    connection.commit();
    refused(() -> copies.copyIn(failed, new StringReader("x\ta\n")));
    connection.rollback();
    connection.setAutoCommit(true);
    copies.copyOut("COPY committed TO STDOUT", new StringWriter());
    table("returned");
    copies.copyOut(
        "COPY (INSERT INTO returned VALUES (1, 'a') RETURNING id) TO STDOUT", new StringWriter());
    table("nocopy");
    refused(() -> copies.copyIn("INSERT INTO nocopy VALUES (1)", new StringReader("")));
    table("program");
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("COPY program (id) FROM PROGRAM 'echo 1; echo 2'");
    }
  }

  private void objects() throws Exception {
    connection.setAutoCommit(false);
    LargeObjectManager objects = connection.unwrap(PGConnection.class).getLargeObjectAPI();
    long oid = objects.createLO();
    LargeObject object = objects.open(oid);
    object.write(TWO);
    object.write(TWO, 0, 1);
    object.truncate(1);
    try (OutputStream out = object.getOutputStream()) { // closing it closes the object
      out.write(TWO);
    }
    connection.commit();
    System.out.println("STEP one created, one written");

    object = objects.open(oid);
    object.write(TWO);
    Savepoint savepoint = connection.setSavepoint();
    object.write(TWO);
    connection.rollback(savepoint);
    connection.commit();
    System.out.println("STEP written, and again in vain");

    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO blobs VALUES (?)")) {
      insert.setBlob(1, new java.io.ByteArrayInputStream(TWO));
      insert.executeUpdate();
    }
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT v FROM blobs")) {
      rows.next();
      rows.getBlob(1).setBytes(1, TWO);
    }
    connection.rollback();
    System.out.println("STEP created and written by setBlob, written by getBlob, in vain");

    connection.setAutoCommit(true);
    objects.unlink(oid);
    refused(() -> objects.unlink(oid));
  }

  private void refused(Refusable refusable) throws Exception {
    try {
      refusable.run();
      throw new IllegalStateException("was not refused");
    } catch (SQLException | IOException expected) {
      System.out.println("REFUSED " + expected.toString().lines().findFirst().orElse(""));
    }
  }

  private String copy(String table) throws SQLException {
    table(table);
    return "COPY " + table + " FROM STDIN";
  }

  private void table(String table) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE " + table + " (id INT PRIMARY KEY, v TEXT)");
    }
  }

  /** What is expected to fail. */
  private interface Refusable {
    void run() throws Exception;
  }
}
