using System.Net;
using Baton.Probes.Addresses;
using Baton.Probes.Resolving;
using Baton.Probes.Specs;
using Baton.TestKit;
using static Baton.Probes.Tests.Resolving.NameServer;

namespace Baton.Probes.Tests.Resolving;

public class DnsProbeTests
{
    private const ushort Good = 0x8180;

    public static TheoryData<DnsRecordType, byte[], string> Records() => new()
    {
        { DnsRecordType.A, [192, 0, 2, 1], "192.0.2.1" },
        { DnsRecordType.Aaaa, IPAddress.Parse("2001:db8::1").GetAddressBytes(), "2001:DB8:0::1" },
        { DnsRecordType.Cname, Name("Other.test"), "other.test." },
        { DnsRecordType.Ns, Name("ns.test"), "NS.test" },
        { DnsRecordType.Mx, [0, 10, .. Name("mail.test")], "10 mail.test" },
        { DnsRecordType.Txt, [3, .. "v=s"u8, 4, .. "pf1 "u8], "v=spf1 " },
        { DnsRecordType.Srv, [0, 1, 0, 2, 0x1f, 0x90, .. Name("srv.test")], "1 2 8080 srv.test" },
        // The domain of the question again, by a pointer into it.
        { DnsRecordType.Ptr, [4, .. "host"u8, 0xc0, 12], "host.example.test" },
        { DnsRecordType.Soa, [.. Name("ns.test"), .. Name("admin.test"), 0, 0, 0, 5, 0, 0, 0, 6, 0, 0, 0, 7, 0, 0, 0, 8, 0xff, 0xff, 0xff, 0xff], "ns.test admin.test 5 6 7 8 4294967295" },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public async Task Each_type_of_record_is_read_and_compared(DnsRecordType type, byte[] data, string expected)
    {
        await using var server = new NameServer(question => [Answer(question, Good, Record((ushort)type, data))]);
        var spec = new ProbeSpec.Dns("example.test", type) { Server = "127.0.0.1", Port = server.Port };
        Asking.Succeeded(await Asking.AskAsync(spec), $"{type.ToString().ToUpperInvariant()} ");
        Asking.Succeeded(await Asking.AskAsync(spec with { Expect = expected }), " after ");
        Asking.Failed(await Asking.AskAsync(spec with { Expect = "x" + expected }), FailureKind.Content, $", not \"x{expected}\"");
    }

    [Fact]
    public async Task Addresses_of_the_name_that_a_name_stands_for_count_and_those_of_others_do_not()
    {
        await using var server = new NameServer(question =>
        [
            Answer(question, Good, Record(Name("b.test"), 1, 192, 0, 2, 7), Record(Name("a.test"), 5, Name("B.test")), Record(5, Name("a.test")), Record(Name("stranger.test"), 1, 192, 0, 2, 66)),
        ]);
        Assert.Matches("^A 192.0.2.7 after [0-9.]+ m?s$", (await Asking.AskAsync(A(server))).Detail);
    }

    [Theory]
    [InlineData(1, "FORMERR after")]
    [InlineData(2, "SERVFAIL after")]
    [InlineData(3, "NXDOMAIN after")]
    [InlineData(4, "NOTIMP after")]
    [InlineData(5, "REFUSED after")]
    [InlineData(14, "RCODE 14 after")]
    public async Task An_error_is_told_by_its_name(ushort code, string detail)
    {
        await using var server = new NameServer(question => [Answer(question, (ushort)(Good + code))]);
        Asking.Failed(await Asking.AskAsync(A(server)), FailureKind.Status, detail);
    }

    [Fact]
    public async Task A_name_without_such_records_is_a_failure()
    {
        await using var server = new NameServer(question => [Answer(question, Good)]);
        Asking.Failed(await Asking.AskAsync(A(server)), FailureKind.Content, "no A records");
    }

    [Fact]
    public async Task A_truncated_answer_is_asked_for_by_tcp()
    {
        await using var server = new NameServer(question => [Answer(question, Good | 0x0200)], question => Framed(Answer(question, Good, Record(1, 192, 0, 2, 9))));
        Asking.Succeeded(await Asking.AskAsync(A(server) with { Expect = "192.0.2.9" }), "A 192.0.2.9");
        await using var cut = new NameServer(question => [Answer(question, Good | 0x0200)], question => Framed(Answer(question, Good))[..5]);
        Asking.Failed(await Asking.AskAsync(A(cut)), FailureKind.Closed, "closed before the answer was complete");
        await using var again = new NameServer(question => [Answer(question, Good | 0x0200)], question => Framed(Answer(question, Good | 0x0200)));
        Asking.Failed(await Asking.AskAsync(A(again)), FailureKind.Protocol, "truncated by TCP too");
    }

    [Fact]
    public async Task Answers_to_other_questions_are_passed_over()
    {
        await using var server = new NameServer(question =>
        {
            var forged = Answer(question, Good, Record(1, 192, 0, 2, 66));
            byte[] otherId = [(byte)(forged[0] ^ 1), .. forged[1..]], otherName = [.. forged[..13], (byte)'z', .. forged[14..]], noAnswer = [.. question];
            return [otherId, otherName, noAnswer, [1, 2, 3], [], Answer(question, Good, Record(1, 192, 0, 2, 1))];
        });
        Asking.Succeeded(await Asking.AskAsync(A(server)), "A 192.0.2.1 after");
    }

    public static TheoryData<byte[]> BrokenRecords() => new()
    {
        // A pointer to itself, one forward, a label beyond the end, of an unknown kind, a length beyond the end, an address of three bytes, a text beyond its record.
        { Record([0xc0, 30], 1, 1, 2, 3, 4) }, { Record([0xff, 0xff], 1, 1, 2, 3, 4) }, { [63, 1, 2] }, { [0x80, 0] },
        { Record(1, 1, 2, 3, 4)[..^2] }, { Record(1, 1, 2, 3) }, { Record(5, 0xc0, 42) },
    };

    [Theory]
    [MemberData(nameof(BrokenRecords))]
    public async Task A_broken_answer_is_a_failure(byte[] record)
    {
        await using var server = new NameServer(question => [Answer(question, Good, record)]);
        Asking.Failed(await Asking.AskAsync(A(server)), FailureKind.Protocol, "no valid DNS answer");
    }

    [Fact]
    public void Any_bytes_are_an_answer_or_a_format_error()
    {
        var random = new Random(7);
        var question = DnsMessage.Query(1, "example.test", DnsRecordType.Txt);
        for (var i = 0; i < 20_000; i++)
        {
            var message = Answer(question, Good, Record(16, 3, 65, 66, 67), Record(5, 0xc0, 12), Record(16, [.. Enumerable.Repeat((byte)7, 8)]));
            for (var changes = random.Next(1, 6); changes > 0; changes--) message[random.Next(message.Length)] = (byte)random.Next(256);
            var cut = message.AsSpan(0, random.Next(message.Length + 1)).ToArray();
            try
            {
                if (DnsMessage.Answers(cut, 1, "example.test", DnsRecordType.Txt)) DnsMessage.Read(cut, "example.test", DnsRecordType.Txt);
            }
            catch (FormatException)
            {
                // As it should be told.
            }
        }
    }

    [Fact]
    public async Task Nobody_there_is_refused_and_silence_a_timeout()
    {
        var spec = new ProbeSpec.Dns("example.test", DnsRecordType.A) { Server = "127.0.0.1", Port = StreamServer.UnusedPort() };
        Asking.Failed(await Asking.AskAsync(spec), FailureKind.Refused, "connection refused");
        await using var silent = new NameServer(_ => []);
        Asking.Failed(await Asking.AskAsync(A(silent), TimeSpan.FromMilliseconds(300)), FailureKind.Timeout, "timeout after 300 ms");
    }

    [Fact]
    public async Task Servers_of_this_machine_are_asked_in_turn()
    {
        using var folder = new TemporaryFolder();
        await using var server = new NameServer(question => [Answer(question, Good, Record(1, 192, 0, 2, 1))]);
        await File.WriteAllTextAsync(folder["resolv.conf"], "# a comment\nsearch test\nnameserver 127.0.0.2\nnameserver\t127.0.0.1\n");
        Assert.Equal(["127.0.0.2", "127.0.0.1"], ResolverFile.ServersIn(folder["resolv.conf"]));
        Assert.Equal(["127.0.0.1"], ResolverFile.ServersIn(folder["none"]));
        // Nobody listens on the first.
        var probe = new DnsProbe(new ProbeSpec.Dns("example.test", DnsRecordType.A) { Port = server.Port }, TimeSpan.FromSeconds(20), TimeProvider.System, new Reach(AddressPolicy.Guarded), folder["resolv.conf"]);
        Asking.Succeeded(await probe.ExecuteAsync(CancellationToken.None), "A 192.0.2.1");
    }

    [Theory]
    [InlineData("192.0.2.1", "1.2.0.192.in-addr.arpa")]
    [InlineData("2001:db8::1", "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa")]
    public void An_address_has_a_name_in_reverse(string address, string name) => Assert.Equal(name, DnsName.Reverse(IPAddress.Parse(address)));

    private static ProbeSpec.Dns A(NameServer server) => new("example.test", DnsRecordType.A) { Server = "127.0.0.1", Port = server.Port };
}
