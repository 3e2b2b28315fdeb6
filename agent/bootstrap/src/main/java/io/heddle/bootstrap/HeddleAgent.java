package io.heddle.bootstrap;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Enumeration;
import java.util.jar.JarFile;

/**
 * The agent's entry: finds its jar, builds the loader that hides everything else, and hands over.
 *
 * <p>Whatever goes wrong costs one line on stderr; the application runs on without the agent.
 */
public final class HeddleAgent {
  /** Changes with every build, so that two jars can be told apart. */
  static final String BUILD_ID = "META-INF/heddle/build-id";

  private static final String RUNTIME = "io.heddle.agent.AgentRuntime";
  private static final int OLDEST_JAVA = 17;

  private static boolean started;

  private HeddleAgent() {}

  /** Called by the JVM for {@code -javaagent}. */
  public static void premain(String arguments, Instrumentation instrumentation) {
    start("start", arguments, instrumentation);
  }

  /** Called by the JVM for a dynamic attach. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start("attach", arguments, instrumentation);
  }

  private static synchronized void start(
      String how, String arguments, Instrumentation instrumentation) {
    try {
      String refusal = refusal();
      if (refusal == null) {
        started = true;
        handOver(how, arguments, instrumentation);
      } else if (!refusal.isEmpty()) {
        System.err.println("heddle: " + refusal);
      }
    } catch (InvocationTargetException failure) {
      tell(failure.getCause());
    } catch (Throwable failure) {
      tell(failure);
    }
  }

  private static void tell(Throwable failure) {
    System.err.println(
        "heddle: could not start (" + failure + "); the application runs without it");
  }

  /** Why the agent does not start: null if it does, empty if nobody need be told. */
  private static String refusal() {
    String version = System.getProperty("java.specification.version", "?");
    if (version.startsWith("1.") || !isAtLeast(version)) {
      return "Java "
          + version
          + " is too old, "
          + OLDEST_JAVA
          + " or later is needed; the application runs without the agent";
    }
    if (isJdkTool(System.getProperty("jdk.module.main"))) {
      return "";
    }
    return started ? "is attached already; the second request is ignored" : null;
  }

  private static boolean isAtLeast(String version) {
    try {
      return Integer.parseInt(version) >= OLDEST_JAVA;
    } catch (NumberFormatException unknown) {
      return false;
    }
  }

  /** javac, jcmd and their like come here through JAVA_TOOL_OPTIONS; nobody wants them watched. */
  private static boolean isJdkTool(String mainModule) {
    return mainModule != null
        && (mainModule.startsWith("jdk.") || mainModule.startsWith("java."))
        && !mainModule.equals("jdk.httpserver");
  }

  /**
   * @param how the method to call: {@code start} before the application's main, else {@code attach}
   */
  private static void handOver(String how, String arguments, Instrumentation instrumentation)
      throws Exception {
    File jar = ownJar();
    if (HeddleAgent.class.getClassLoader() != null) {
      // The manifest's Boot-Class-Path names heddle-agent.jar; this jar was renamed.
      instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(jar, false));
    }
    AgentLoader loader = new AgentLoader(jar);
    Class.forName(RUNTIME, true, loader)
        .getMethod(how, String.class, Instrumentation.class, ClassLoader.class)
        .invoke(null, arguments, instrumentation, loader);
  }

  /**
   * The jar this class came from. A class on the boot class path has no code source, but its jar
   * can be asked for as a resource.
   */
  private static File ownJar() throws IOException, URISyntaxException {
    Enumeration<URL> found = ClassLoader.getSystemResources(BUILD_ID);
    String build = null;
    File jar = null;
    while (found.hasMoreElements()) {
      URL url = found.nextElement();
      String other = read(url);
      if (build != null && !build.equals(other)) {
        throw new IllegalStateException(
            "two different agents are on the class path, "
                + jar
                + " and "
                + fileOf(url)
                + "; keep one");
      }
      build = other;
      jar = fileOf(url);
    }
    if (jar == null) {
      throw new IllegalStateException(
          BUILD_ID + " is missing; the agent must not be repacked into another jar");
    }
    return jar;
  }

  private static File fileOf(URL entry) throws URISyntaxException {
    String text = entry.toString(); // jar:file:/path/heddle-agent.jar!/META-INF/heddle/build-id
    int end = text.indexOf("!/");
    if (!text.startsWith("jar:file:") || end < 0) {
      throw new IllegalStateException("the agent is not in a jar file of its own but at " + text);
    }
    return new File(new URI(text.substring("jar:".length(), end)));
  }

  private static String read(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] buffer = new byte[256];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        bytes.write(buffer, 0, n);
      }
      return bytes.toString("UTF-8");
    }
  }
}
