package dev.vigil.agent.lpar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class HmcOutputTest {
    @Test
    void aRecordIsPairsSplitAtTheirFirstEqualsSign() throws HmcFormatException {
        var record =
                HmcOutput.records(
                                "name=nim1,lpar_id=5,os_version=AIX 6.1"
                                        + " 6100-00-01-0748,addl_vlan_ids=,x=a=b\n")
                        .getFirst();
        assertEquals(
                List.of("name", "lpar_id", "os_version", "addl_vlan_ids", "x"),
                List.copyOf(record.keySet()));
        assertEquals(
                List.of("nim1", "5", "AIX 6.1 6100-00-01-0748", "", "a=b"),
                List.copyOf(record.values()));
    }

    @Test
    void aPairWithCommasIsQuotedAsAWhole() throws HmcFormatException {
        var record = HmcOutput.records("state=Operating,\"addl_vlan_ids=10,11\",last=1").getFirst();
        assertEquals("10,11", record.get("addl_vlan_ids"));
        assertEquals("1", record.get("last"));
    }

    @Test
    void theValueMayBeQuotedInsteadOfThePair() throws HmcFormatException {
        assertEquals(
                "2/server/5/nim1/3/0,3/server/6/x/3/0",
                HmcOutput.records(
                                "name=v1,virtual_scsi_adapters=\"2/server/5/nim1/3/0,3/server/6/x/3/0\"")
                        .getFirst()
                        .get("virtual_scsi_adapters"));
    }

    @Test
    void elementsWithCommasAreQuotedTwice() throws HmcFormatException {
        var record =
                HmcOutput.records(
                                "all=0,\"virtual_fc_adapters=\"\"504/client/2/vio_server1/8/c050760431670010,c050760431670011/1\"\","
                                    + "\"\"604/client/3/vio_server2/5/c050760431670012,c050760431670013/1\"\"\",hca_adapters=none")
                        .getFirst();
        assertEquals(
                List.of(
                        "504/client/2/vio_server1/8/c050760431670010,c050760431670011/1",
                        "604/client/3/vio_server2/5/c050760431670012,c050760431670013/1"),
                HmcOutput.list(record.get("virtual_fc_adapters")));
        assertEquals(List.of(), HmcOutput.list(record.get("hca_adapters")));
    }

    @Test
    void oneElementWithACommaEndsInThreeQuotes() throws HmcFormatException {
        var record =
                HmcOutput.records("\"virtual_fc_adapters=\"\"504/client/2/v1/8/a,b/1\"\"\"")
                        .getFirst();
        assertEquals(
                List.of("504/client/2/v1/8/a,b/1"),
                HmcOutput.list(record.get("virtual_fc_adapters")));
    }

    @Test
    void onlyElementsWithCommasAreQuotedInAMixedList() throws HmcFormatException {
        var record =
                HmcOutput.records(
                                "\"virtual_eth_adapters=3/1/1/10/0/1,\"\"2/1/1/3,4,5/0/1\"\",3/1/1/10/0/1\"")
                        .getFirst();
        assertEquals(
                List.of("3/1/1/10/0/1", "2/1/1/3,4,5/0/1", "3/1/1/10/0/1"),
                HmcOutput.list(record.get("virtual_eth_adapters")));
    }

    @Test
    void aListOfOneElementIsNotQuoted() throws HmcFormatException {
        var record =
                HmcOutput.records("virtual_scsi_adapters=2/client/100/sys-R1-vios1/3/0").getFirst();
        assertEquals(
                List.of("2/client/100/sys-R1-vios1/3/0"),
                HmcOutput.list(record.get("virtual_scsi_adapters")));
    }

    @Test
    void rowsHaveTheDelimiterOfTheirFieldList() throws HmcFormatException {
        assertEquals(
                List.of(List.of("lpar05", "Running")), HmcOutput.rows("lpar05:Running\n", ':'));
        assertEquals(
                List.of(List.of("PS1", "Operating"), List.of("PS2", "Power Off")),
                HmcOutput.rows("PS1,Operating\nPS2,Power Off\n", ','));
        assertEquals(
                List.of(List.of("10,11", "null", "")), HmcOutput.rows("\"10,11\",null,\n", ','));
    }

    @Test
    void newlinesInQuotesBelongToTheValue() throws HmcFormatException {
        var record =
                HmcOutput.records(
                                "\"version= Version: 7\n"
                                        + " Release: 7.9.0\n"
                                        + "\",\"base_version=V7R7.9.0\n"
                                        + "\"\n")
                        .getFirst();
        assertEquals(" Version: 7\n Release: 7.9.0\n", record.get("version"));
        assertEquals("V7R7.9.0\n", record.get("base_version"));
    }

    @Test
    void nothingFoundIsNoRecord() throws HmcFormatException {
        assertTrue(HmcOutput.records("No results were found.\n").isEmpty());
        assertTrue(HmcOutput.records("").isEmpty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "name=a,\"virtual_fc_adapters=\"\"504/x,y/1\"\"\",\"\"604/x,y/1\"\"\"",
                "name=a,\"open=1,2",
                "name=a,nothing",
                "na\"me=a",
                "\"a=1,2\"b=3"
            })
    void whatIsNotBalancedIsRejectedAndNotGuessed(String text) {
        assertThrows(HmcFormatException.class, () -> HmcOutput.records(text));
    }
}
