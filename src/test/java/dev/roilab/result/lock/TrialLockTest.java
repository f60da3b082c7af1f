package dev.roilab.result.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roilab.file.JsonFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialLockTest {
    /** More than a machine gives to processes. */
    private static final long NO_PROCESS = Integer.MAX_VALUE;

    @TempDir
    private Path study;

    private Path trial() {
        return study.resolve("trial");
    }

    private Path owner() {
        return trial().resolve("owner.json");
    }

    private void owned(Owner owner, Duration ago) throws IOException {
        Files.createDirectories(trial());
        Files.writeString(owner(), JsonFile.json(owner));
        age(ago);
    }

    private void age(Duration ago) throws IOException {
        Files.setLastModifiedTime(owner(), FileTime.from(Instant.now().minus(ago)));
    }

    private boolean isFree() throws IOException {
        Optional<TrialLock> lock = TrialLock.tryAcquire(study, trial());
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isPresent();
    }

    @Test
    void aTrialHasOneOwnerAtATimeAndIsFreeAfterwards() throws IOException {
        assertThat(TrialLock.isOwned(trial())).isFalse();
        TrialLock lock = TrialLock.tryAcquire(study, trial()).orElseThrow();
        assertThat(lock.isHeld()).isTrue();
        assertThat(TrialLock.isOwned(trial())).isTrue();
        assertThat(isFree()).isFalse();
        try (TrialLock other =
                TrialLock.tryAcquire(study, study.resolve("another")).orElseThrow()) {
            assertThat(other.isHeld()).isTrue();
        }
        lock.close();
        assertThat(owner()).doesNotExist();
        assertThat(TrialLock.isOwned(trial())).isFalse();
        assertThat(isFree()).isTrue();
    }

    @Test
    void aTrialWhoseOwnerDiedOnThisMachineIsTakenOverAtOnce() throws IOException {
        Owner self = Owner.create();
        owned(new Owner(self.machine(), NO_PROCESS, 0, 1, 0), Duration.ZERO);
        assertThat(TrialLock.isOwned(trial())).isFalse();
        assertThat(isFree()).isTrue();
    }

    @Test
    void aTrialOfALivingProcessIsKeptHoweverLongItIsSilent() throws IOException {
        owned(Owner.create(), Duration.ofHours(1));
        assertThat(isFree()).isFalse();
    }

    @Test
    void aNumberThatWasGivenToAnotherProcessLaterIsNoSignOfLife() throws IOException {
        Owner self = Owner.create();
        owned(new Owner(self.machine(), self.pid(), self.startMillis() - 60_000, 1, 0), Duration.ofHours(1));
        assertThat(isFree()).isTrue();
    }

    @Test
    void anOwnerOnAnotherMachineLivesAMinuteWithoutASign() throws IOException {
        Owner elsewhere = new Owner("another machine", NO_PROCESS, 0, 1, 0);
        owned(elsewhere, Duration.ofSeconds(30));
        assertThat(isFree()).isFalse();
        owned(elsewhere, Duration.ofSeconds(90));
        assertThat(isFree()).isTrue();
    }

    @Test
    void aHalfWrittenSignIsSomebodysUntilItIsOld() throws IOException {
        Files.createDirectories(trial());
        Files.writeString(owner(), "{\"machine\":");
        assertThat(isFree()).isFalse();
        age(Duration.ofSeconds(10));
        assertThat(isFree()).isTrue();
    }

    @Test
    void whatWasTakenOverIsNotTheFormerOwnersToRemove() throws IOException {
        TrialLock lock = TrialLock.tryAcquire(study, trial()).orElseThrow();
        String successor = JsonFile.json(new Owner("another machine", 1, 2, 3, 4));
        Files.writeString(owner(), successor);
        lock.close();
        assertThat(Files.readString(owner())).isEqualTo(successor);
    }
}
