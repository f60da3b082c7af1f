package dev.roilab.data;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roilab.yaml.RecordBinder;
import dev.roilab.yaml.YamlException;
import org.junit.jupiter.api.Test;

class DataSettingsTest {
    @Test
    void namesThatNoAnnotationHasAreRefusedWhereTheyStand() {
        String yaml = """
                root: voc
                classes: [cat, "", " dog", "a\\tb"]
                train_split: [train]
                test_split: test
                on_bad_box: fail
                shorter_side: 64
                longer_side: 64
                """;
        assertThatThrownBy(() -> RecordBinder.bind("s.yaml", yaml, DataSettings.Voc.class))
                .isInstanceOf(YamlException.class)
                .hasMessage("""
                        s.yaml:2:16: classes.2 is an empty name
                        s.yaml:2:20: classes.3 ' dog' begins or ends with a blank, which files do not keep
                        s.yaml:2:28: classes.4 'a b' has a tab or another sign that cannot be printed""");
    }
}
