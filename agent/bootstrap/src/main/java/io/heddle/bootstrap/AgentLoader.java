package io.heddle.bootstrap;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * Loads the agent from {@code inst/} of its jar, where classes are called {@code .classdata} so
 * that no other loader finds them.
 *
 * <p>Sees the JDK and nothing of the application: the platform loader, which also answers for
 * modules that users put on the module path, is asked for the JDK's own packages only.
 */
public final class AgentLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private static final String ROOT = "inst/";
  private static final String CLASS = ".class";

  private final JarFile jar;
  private final File file;
  private final ClassLoader platform;

  AgentLoader(File file) throws IOException {
    super(null);
    this.file = file;
    this.jar = new JarFile(file, false);
    this.platform = ClassLoader.getSystemClassLoader().getParent();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = find(name);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private Class<?> find(String name) throws ClassNotFoundException {
    if (name.startsWith("io.heddle.bootstrap.")) {
      return Class.forName(name, false, null);
    }
    if (isOfTheJdk(name)) {
      return platform.loadClass(name);
    }
    byte[] bytes = bytesOf(entryOf(name));
    if (bytes == null) {
      throw new ClassNotFoundException(name);
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private static boolean isOfTheJdk(String name) {
    return name.startsWith("java.")
        || name.startsWith("javax.")
        || name.startsWith("jdk.")
        || name.startsWith("sun.")
        || name.startsWith("com.sun.");
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    byte[] bytes = bytesOf(entryOfResource(name));
    return bytes == null ? null : new ByteArrayInputStream(bytes);
  }

  @Override
  public URL getResource(String name) {
    return findResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) {
    return findResources(name);
  }

  @Override
  protected URL findResource(String name) {
    String entry = entryOfResource(name);
    if (jar.getJarEntry(entry) == null) {
      return null;
    }
    try {
      return new URL("jar:" + file.toURI() + "!/" + entry);
    } catch (MalformedURLException impossible) {
      return null;
    }
  }

  @Override
  protected Enumeration<URL> findResources(String name) {
    URL url = findResource(name);
    return url == null
        ? Collections.<URL>emptyEnumeration()
        : Collections.enumeration(Collections.singleton(url));
  }

  private static String entryOf(String className) {
    return ROOT + className.replace('.', '/') + ".classdata";
  }

  private static String entryOfResource(String name) {
    return name.endsWith(CLASS)
        ? ROOT + name.substring(0, name.length() - CLASS.length()) + ".classdata"
        : ROOT + name;
  }

  private byte[] bytesOf(String entryName) {
    JarEntry entry = jar.getJarEntry(entryName);
    if (entry == null) {
      return null;
    }
    try (InputStream in = jar.getInputStream(entry)) {
      byte[] bytes = new byte[(int) entry.getSize()];
      int done = 0;
      while (done < bytes.length) {
        int n = in.read(bytes, done, bytes.length - done);
        if (n < 0) {
          return null;
        }
        done += n;
      }
      return bytes;
    } catch (IOException unreadable) {
      return null;
    }
  }
}
