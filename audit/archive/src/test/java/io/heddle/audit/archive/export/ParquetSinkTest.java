package io.heddle.audit.archive.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.heddle.audit.archive.query.ArchivedOperation;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetSinkTest {
  @TempDir private Path folder;

  @Test
  void writesWhatParquetsOwnReaderReads() throws Exception {
    Path file = folder.resolve("all.parquet");
    List<ArchivedOperation> operations = ExportedOperations.all();
    try (ParquetSink sink = new ParquetSink(file)) {
      for (ArchivedOperation operation : operations) {
        sink.take(operation);
      }
    }
    ParquetFile parquet = ParquetFile.read(file);

    assertThat(parquet.rows()).hasSameSizeAs(operations);
    for (int i = 0; i < operations.size(); i++) {
      for (ParquetColumn column : ParquetColumn.values()) {
        assertThat(value(parquet.rows().get(i), column))
            .as(column + " of operation " + i)
            .isEqualTo(column.value(operations.get(i)));
      }
    }
  }

  @Test
  void saysWhatIsTimeAndWhatIsText() throws Exception {
    Path file = folder.resolve("empty.parquet");
    new ParquetSink(file).close();
    ParquetFile parquet = ParquetFile.read(file);

    assertThat(parquet.rows()).isEmpty();
    assertThat(parquet.schema().getType("time"))
        .hasToString("required int64 time (TIMESTAMP(MICROS,true))");
    assertThat(parquet.schema().getType("tenant")).hasToString("required binary tenant (STRING)");
    assertThat(parquet.schema().getType("rows").isRepetition(Type.Repetition.OPTIONAL)).isTrue();
  }

  private static Object value(Group row, ParquetColumn column) {
    if (row.getFieldRepetitionCount(column.label()) == 0) {
      return null;
    }
    return switch (row.getType().getType(column.label()).asPrimitiveType().getPrimitiveTypeName()) {
      case BINARY -> row.getString(column.label(), 0);
      case INT64 -> row.getLong(column.label(), 0);
      case INT32 -> row.getInteger(column.label(), 0);
      default -> row.getBoolean(column.label(), 0);
    };
  }
}
