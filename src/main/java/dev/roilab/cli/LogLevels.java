package dev.roilab.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.status.NopStatusListener;
import org.slf4j.Logger;

/**
 * What is logged. There is no appender: the console belongs to the command line, and studies attach their log files
 * while they run. As code, because reading the same from XML took a quarter of a short command's time; a file that
 * {@code -Dlogback.configurationFile} names goes before.
 */
@ConfiguratorRank(LogLevels.AFTER_FILES)
public final class LogLevels extends ContextAwareBase implements Configurator {
    /** Between the reader of files and Logback's own last resort. */
    static final int AFTER_FILES = (ConfiguratorRank.NOMINAL + ConfiguratorRank.FALLBACK) / 2;

    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        loggers.getStatusManager().add(new NopStatusListener());
        loggers.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.WARN);
        loggers.getLogger("dev.roilab").setLevel(Level.INFO);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
