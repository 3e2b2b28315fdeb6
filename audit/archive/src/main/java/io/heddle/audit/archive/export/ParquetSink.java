package io.heddle.audit.archive.export;

import io.heddle.audit.archive.query.ArchivedOperation;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;

/** A Parquet file, GZIP inside; at most a row group of it is in memory. */
public final class ParquetSink implements OperationSink {
  private static final long ROW_GROUP_BYTES = 32L << 20;

  private final ParquetWriter<ArchivedOperation> writer;

  /** Makes {@code file}, or replaces what is in it. */
  public ParquetSink(Path file) throws IOException {
    writer =
        new Builder(new LocalOutputFile(file))
            .withConf(new PlainParquetConfiguration())
            .withCodecFactory(new GzipCodec())
            .withCompressionCodec(CompressionCodecName.GZIP)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .build();
  }

  @Override
  public void take(ArchivedOperation operation) throws IOException {
    writer.write(operation);
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  private static final class Builder extends ParquetWriter.Builder<ArchivedOperation, Builder> {
    Builder(OutputFile file) {
      super(file);
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    protected WriteSupport<ArchivedOperation> getWriteSupport(ParquetConfiguration configuration) {
      return new OperationWriteSupport();
    }

    /** Not called; Parquet's way of before it could do without Hadoop. */
    @Override
    @SuppressWarnings("deprecation")
    protected WriteSupport<ArchivedOperation> getWriteSupport(Configuration configuration) {
      return new OperationWriteSupport();
    }
  }
}
