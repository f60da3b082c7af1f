package dev.roilab.run;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.FileAppender;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** While open, all log messages go to a file as well. Trials run one after another, so none gets another's lines. */
final class LogFile implements AutoCloseable {
    private final Optional<FileAppender<ILoggingEvent>> appender;

    private LogFile(Optional<FileAppender<ILoggingEvent>> appender) {
        this.appender = appender;
    }

    /**
     * Opens a file.
     *
     * @param append whether to go on in a file that is there, as a resumed trial does
     */
    static LogFile open(Path file, boolean append) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return new LogFile(Optional.empty());
        }
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{24} - %msg%n");
        encoder.start();
        var appender = new FileAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setName(file.toString());
        appender.setFile(file.toString());
        appender.setAppend(append);
        appender.setEncoder(encoder);
        appender.start();
        root(context).addAppender(appender);
        return new LogFile(Optional.of(appender));
    }

    @Override
    public void close() {
        appender.ifPresent(open -> {
            if (open.getContext() instanceof LoggerContext context) {
                root(context).detachAppender(open);
            }
            open.stop();
        });
    }

    private static Logger root(LoggerContext context) {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
