package io.heddle.audit.archive.export;

import io.heddle.audit.archive.query.ArchivedOperation;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;

/** Takes an operation apart into its columns. */
final class OperationWriteSupport extends WriteSupport<ArchivedOperation> {
  private RecordConsumer consumer;

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(ParquetColumn.schema(), Map.of());
  }

  /** Not called; Parquet's way of before it could do without Hadoop. */
  @Override
  @SuppressWarnings("deprecation")
  public WriteContext init(Configuration configuration) {
    return new WriteContext(ParquetColumn.schema(), Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer consumer) {
    this.consumer = consumer;
  }

  @Override
  public void write(ArchivedOperation operation) {
    consumer.startMessage();
    for (ParquetColumn column : ParquetColumn.values()) {
      Object value = column.value(operation);
      if (value != null) {
        consumer.startField(column.label(), column.ordinal());
        add(value);
        consumer.endField(column.label(), column.ordinal());
      }
    }
    consumer.endMessage();
  }

  private void add(Object value) {
    if (value instanceof String text) {
      consumer.addBinary(Binary.fromString(text));
    } else if (value instanceof Long number) {
      consumer.addLong(number);
    } else if (value instanceof Integer number) {
      consumer.addInteger(number);
    } else {
      consumer.addBoolean((Boolean) value);
    }
  }
}
