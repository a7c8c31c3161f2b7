using Baton.Client.Runtime;

namespace Baton.Cli.Tests.Runtime;

/// <summary>Addresses, ids and targets as people type them.</summary>
public sealed class RuntimeTextTests
{
    [Theory]
    [InlineData("/run/x.sock")]
    [InlineData("./x.sock")]
    [InlineData("../x.sock")]
    [InlineData("127.0.0.1:0")]
    [InlineData("127.0.0.1:65535")]
    [InlineData("[::1]:80")]
    [InlineData("[fe80::1%2]:80")]
    [InlineData("localhost:00080")]
    [InlineData("a-b.example.org.:80")]
    [InlineData("127.1:80")]
    public void Paths_and_hosts_with_a_port_are_addresses(string text) => Assert.Equal(text, RuntimeAddress.Read(text, "/")?.Text);

    [Theory]
    [InlineData("")]
    [InlineData("foo.sock")]
    [InlineData("run/x.sock")]
    [InlineData("80")]
    [InlineData(":80")]
    [InlineData("localhost")]
    [InlineData("localhost:")]
    [InlineData("localhost:65536")]
    [InlineData("localhost:-1")]
    [InlineData("localhost:+1")]
    [InlineData("localhost: 1")]
    [InlineData("localhost:8o")]
    [InlineData("::1:80")]
    [InlineData("[::1]")]
    [InlineData("[::1:80")]
    [InlineData("[localhost]:80")]
    [InlineData("[1.2.3.4]:80")]
    [InlineData("[::1/64]:80")]
    [InlineData("[fe80::1%eth0]:80")]
    [InlineData("under_score:80")]
    [InlineData("-a:80")]
    [InlineData("a-:80")]
    [InlineData("a..b:80")]
    [InlineData(".:80")]
    [InlineData("ä:80")]
    [InlineData("a b:80")]
    [InlineData("http://localhost:80")]
    public void Anything_else_is_none(string text) => Assert.Null(RuntimeAddress.Read(text, "/"));

    [Fact]
    public void A_label_has_at_most_63_letters_and_a_host_253()
    {
        var label = new string('a', 63);

        Assert.NotNull(RuntimeAddress.Read($"{label}.{label}.{label}.{new string('b', 61)}:1", "/"));
        Assert.Null(RuntimeAddress.Read($"{label}.{label}.{label}.{new string('b', 62)}:1", "/"));
        Assert.Null(RuntimeAddress.Read($"{label}a.b:1", "/"));
    }

    [Theory]
    [InlineData("0195fc7b-33e6-70e3-bee1-ac515185fac7")]
    [InlineData("0195FC7B-33E6-70E3-BEE1-AC515185FAC7")]
    [InlineData("0195fc7b33e670e3bee1ac515185fac7")]
    [InlineData("{0195fc7b-33e6-70e3-bee1-ac515185fac7}")]
    [InlineData("urn:uuid:0195fc7b-33e6-70e3-bee1-ac515185fac7")]
    public void An_id_is_a_uuid_in_any_of_its_forms(string text)
    {
        Assert.Equal("0195fc7b-33e6-70e3-bee1-ac515185fac7", InstanceIdText.Read(text)?.ToString("D"));
        Assert.Equal("0195fc7b-33e6-70e3-bee1-ac515185fac7", LinkTargetText.Read(text));
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", true)]
    [InlineData("", false)]
    [InlineData(" 0195fc7b-33e6-70e3-bee1-ac515185fac7", false)]
    [InlineData("0195fc7b-33e6-70e3-bee1-ac515185fac7 ", false)]
    [InlineData("+195fc7b-33e6-70e3-bee1-ac515185fac7", false)]
    [InlineData("0x95fc7b-33e6-70e3-bee1-ac515185fac7", false)]
    [InlineData("0195fc7b33e6-70e3-bee1-ac515185fac7", false)]
    [InlineData("{0195fc7b33e670e3bee1ac515185fac7}", false)]
    [InlineData("0195fc7b-33e6-70e3-bee1-ac515185fac", false)]
    [InlineData("urn:uuid:", false)]
    public void Any_version_is_an_id_and_nothing_else(string text, bool isId) => Assert.Equal(isId, InstanceIdText.Read(text) is not null);

    [Theory]
    [InlineData("127.0.0.1:2662", "127.0.0.1:2662")]
    [InlineData("[::1]:02662", "[::1]:2662")]
    [InlineData("[2001:DB8::0:1]:1", "[2001:db8::1]:1")]
    [InlineData("localhost:2662", null)]
    [InlineData("127.0.0.1", null)]
    [InlineData("127.1:2662", null)]
    [InlineData("0127.0.0.1:2662", null)]
    [InlineData("1:2662", null)]
    [InlineData("::1:2662", null)]
    [InlineData("abc", null)]
    public void A_target_elsewhere_is_an_address_by_numbers(string text, string? target) => Assert.Equal(target, LinkTargetText.Read(text));
}
