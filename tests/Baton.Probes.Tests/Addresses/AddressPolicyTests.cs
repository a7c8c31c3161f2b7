using System.Net;
using Baton.Probes.Addresses;

namespace Baton.Probes.Tests.Addresses;

public class AddressPolicyTests
{
    [Theory]
    [InlineData("169.254.169.254", "metadata")]
    [InlineData("169.254.170.2", "metadata")]
    [InlineData("100.100.100.200", "metadata")]
    [InlineData("168.63.129.16", "metadata")]
    [InlineData("192.0.0.192", "metadata")]
    [InlineData("fd20:ce::254", "metadata")]
    [InlineData("64:ff9b:1::169.254.169.254", "metadata")]
    [InlineData("fd00:ec2::254", "metadata")]
    [InlineData("::ffff:169.254.169.254", "metadata")]
    [InlineData("::ffff:100.100.100.200", "metadata")]
    [InlineData("64:ff9b::169.254.169.254", "metadata")]
    [InlineData("::169.254.169.254", "metadata")]
    [InlineData("2002:a9fe:a9fe::1", "metadata")]
    [InlineData("fd00:ec2::254%3", "metadata")]
    [InlineData("169.254.0.1", "link-local")]
    [InlineData("169.254.255.255", "link-local")]
    [InlineData("::ffff:169.254.1.2", "link-local")]
    [InlineData("fe80::1", "link-local")]
    [InlineData("fe80::1%1", "link-local")]
    [InlineData("febf:ffff::1", "link-local")]
    [InlineData("127.0.0.1", null)]
    [InlineData("::1", null)]
    [InlineData("0.0.0.0", null)]
    [InlineData("::", null)]
    [InlineData("10.0.0.1", null)]
    [InlineData("169.253.255.255", null)]
    [InlineData("169.255.0.0", null)]
    [InlineData("100.100.100.201", null)]
    [InlineData("fec0::1", null)]
    [InlineData("2001:db8::1", null)]
    public void Link_local_and_metadata_addresses_are_refused_in_whatever_form(string address, string? refusal)
    {
        var parsed = IPAddress.Parse(address);
        if (refusal is null) Assert.Null(AddressPolicy.Guarded.Refusal(parsed));
        else Assert.Contains(refusal, AddressPolicy.Guarded.Refusal(parsed), StringComparison.Ordinal);
        Assert.Null(AddressPolicy.Open.Refusal(parsed));
    }

    [Fact]
    public void Each_of_the_two_is_allowed_by_itself()
    {
        var (metadata, local) = (IPAddress.Parse("169.254.169.254"), IPAddress.Parse("169.254.1.1"));
        var linkLocal = new AddressPolicy(AllowsLinkLocal: true, AllowsMetadata: false);
        Assert.NotNull(linkLocal.Refusal(metadata));
        Assert.Null(linkLocal.Refusal(local));
        var clouds = new AddressPolicy(AllowsLinkLocal: false, AllowsMetadata: true);
        Assert.Null(clouds.Refusal(metadata));
        Assert.NotNull(clouds.Refusal(local));
    }
}
