using Baton.Containers.Engine;

namespace Baton.Containers.Tests;

public sealed class ImageNameTests
{
    [Theory]
    [InlineData("redis", "redis", "latest")]
    [InlineData("redis:7", "redis", "7")]
    [InlineData("localhost:5000/app", "localhost:5000/app", "latest")]
    [InlineData("localhost:5000/me/app:1", "localhost:5000/me/app", "1")]
    [InlineData("app@sha256:00", "app", "sha256:00")]
    public void A_name_has_a_tag_a_digest_or_is_the_latest(string image, string name, string tag) => Assert.Equal((name, tag), ImageName.Split(image));
}
