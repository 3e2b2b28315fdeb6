package io.heddle.audit.archive.fingerprint;

import io.heddle.audit.archive.ArchiveException;
import io.heddle.audit.archive.store.NativeLibrary;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.ServiceLoader;

/** Connects with drivers of the operator's choice, whose jars are on nobody's class path. */
final class Drivers {
  private Drivers() {}

  static Connection connect(TableOptions options) throws ArchiveException, SQLException {
    Properties properties = new Properties();
    if (options.user() != null) {
      properties.setProperty("user", options.user());
    }
    if (options.password() != null) {
      properties.setProperty("password", options.password());
    }
    if (options.url().startsWith("jdbc:sqlite:")) {
      NativeLibrary.load();
    }
    for (Driver driver : ServiceLoader.load(Driver.class, loader(options.drivers()))) {
      Connection connection = driver.connect(options.url(), properties);
      if (connection != null) {
        return connection;
      }
    }
    throw new ArchiveException(
        "no driver takes "
            + withoutSecrets(options.url())
            + "; name the jar of one with --driver, expected for example postgresql-42.7.jar",
        null);
  }

  /** A URL as it may be printed: what follows a question mark or semicolon may be a password. */
  static String withoutSecrets(String url) {
    return url.split("[?;]", 2)[0].replaceAll("//[^/@]*@", "//");
  }

  /** Not closed: a driver's classes are used until the command ends. */
  private static ClassLoader loader(List<Path> jars) throws ArchiveException {
    ClassLoader ours = Drivers.class.getClassLoader();
    if (jars.isEmpty()) {
      return ours;
    }
    URL[] urls = new URL[jars.size()];
    for (int i = 0; i < urls.length; i++) {
      if (!Files.isRegularFile(jars.get(i))) {
        throw new ArchiveException(jars.get(i) + " is no file; --driver names a jar", null);
      }
      try {
        urls[i] = jars.get(i).toUri().toURL();
      } catch (MalformedURLException impossible) {
        throw new IllegalArgumentException(impossible);
      }
    }
    return new URLClassLoader(urls, ours);
  }
}
