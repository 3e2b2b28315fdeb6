package io.heddle.it.settings;

import io.heddle.agent.http.server.unwoven.UnwovenServer;
import io.heddle.agent.jdbc.transaction.DriverProbe;

/** Writes {@code docs/SUPPORTED.md} from the tables of probes and servers. */
final class SupportedReference {
  private SupportedReference() {}

  static String page() {
    StringBuilder page = new StringBuilder();
    page.append(
        """
        # Drivers, and how their transactions are known; servers

        This page is generated from the tables in `io.heddle.agent.jdbc.transaction.DriverProbe` and `io.heddle.agent.http.server.unwoven.UnwovenServer`.

        After each call the agent reads the state that the driver itself holds of its connection's transaction. It sends nothing for it. *Tried on* names the
        versions that random histories were run against (`HistoriesIT`); another version is asked in the same way if it keeps its state in the same place, and
        is followed without a probe if it does not.

        | driver | tried on | what is read | where |
        |---|---|---|---|
        """);
    for (DriverProbe probe : DriverProbe.values()) {
      page.append("| ")
          .append(probe.driver())
          .append(" | ")
          .append(probe.triedOn())
          .append(" | ")
          .append(probe.reads())
          .append(" | ")
          .append(probe.source())
          .append(" |\n");
    }
    page.append(
        """

        **Without a probe** are HSQLDB in another process and every driver that `heddle.jdbc.drivers` names and the table does not. Their transactions are
        followed by calls of the API and by the words of statements, with the rules of the database where it is known; whatever neither tells is UNKNOWN.

        **What these drivers do not tell**, so that records say UNKNOWN:

        | driver | what | when |
        |---|---|---|
        | MariaDB Connector/J, MySQL Connector/J | writes to tables that the process has not yet seen to roll back (MyISAM and Aria never do) | the connection is closed with an open transaction, a rollback warns, or a statement of several rows fails |
        | pgjdbc with `autosave` | writes that succeeded before another statement failed, if the transaction then commits | the transaction had failed, and the driver's own savepoint has revived it |
        | sqlite-jdbc | a write that fails with auto-commit on | SQLite has told of a commit in the same call |

        What is written without a statement, and what is not seen at all, is in [UNSEEN.md](UNSEEN.md).

        ## Servers

        Requests are seen on Tomcat 11 (jakarta), also inside Spring Boot 4. The servers below are known by name alone (`UnwovenServer`): their requests are neither
        counted nor recorded, and every statement is one of `~none`. Where statements run for a minute and no request has been seen since the start, and a class of
        one of them is loaded, the agent says so once: in a line on stderr, as `heddle_servers_unknown{server="…"}` on its page, as the note `SERVER_NOT_WOVEN`
        (`heddle audit events`), and to `heddle doctor`. A process without any of them may be a batch job; of it only the doctor says that no request has been seen.

        | server | known by |
        |---|---|
        """);
    for (UnwovenServer server : UnwovenServer.values()) {
      page.append("| ")
          .append(server.shown())
          .append(" | `")
          .append(String.join("`, `", server.classNames()))
          .append("` |\n");
    }
    return page.toString();
  }
}
