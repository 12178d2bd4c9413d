use quectel_openapi::subscriptions::{
    CreateForDevicesRequest, CreateForEndUsersRequest, MessageType, QueueStatus,
    SubscriptionStatus, SubscriptionTarget,
};

use super::{Case, case};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = queues();
    cases.extend(creations());
    cases.extend(others());
    cases
}

fn queues() -> Vec<Case> {
    vec![
        case("subscriptions.create_queue", |client| {
            client.subscriptions().create_queue("testQueue").description("desc")
        }),
        case("subscriptions.create_queue: required only", |client| {
            client.subscriptions().create_queue("testQueue")
        }),
        case("subscriptions.list_queues", |client| {
            let call = client.subscriptions().list_queues().name("testQueue");
            call.status(QueueStatus::Started).page(1).page_size(10)
        }),
        case("subscriptions.list_queues: required only", |client| {
            client.subscriptions().list_queues()
        }),
        case("subscriptions.get_queue", |client| client.subscriptions().get_queue(6611)),
        case("subscriptions.clear_queue", |client| client.subscriptions().clear_queue(6611)),
        case("subscriptions.delete_queue", |client| client.subscriptions().delete_queue(6611)),
    ]
}

fn creations() -> Vec<Case> {
    let for_devices = |target, message_types| CreateForDevicesRequest {
        name: "test".to_owned(),
        queue_name: "queueName".to_owned(),
        target,
        message_types,
    };
    vec![
        case("subscriptions.create_for_devices", move |client| {
            let target = SubscriptionTarget::device("PK0001", "DK00001");
            let types = vec![MessageType::OnlineChange, MessageType::DeviceInfoChange];
            client.subscriptions().create_for_devices(for_devices(target, types))
        }),
        case("subscriptions.create_for_devices: product", move |client| {
            let target = SubscriptionTarget::product("PK0001");
            let request = for_devices(target, vec![MessageType::OnlineChange]);
            client.subscriptions().create_for_devices(request)
        }),
        case("subscriptions.create_for_saas", |client| {
            let types = vec![MessageType::ProductChange];
            client.subscriptions().create_for_saas("test", "a.000000026106.testAbc", types)
        }),
        case("subscriptions.create_for_end_users", |client| {
            client.subscriptions().create_for_end_users(CreateForEndUsersRequest {
                name: "test".to_owned(),
                queue_name: "a.000000026106.testAbc".to_owned(),
                user_domain: "C.DM.26106.1".to_owned(),
                message_types: vec![MessageType::EndUserChange],
            })
        }),
    ]
}

fn others() -> Vec<Case> {
    vec![
        case("subscriptions.update", |client| {
            let call = client.subscriptions().update(6169).name("订阅_1-a").queue_name("testQueue");
            call.message_types(vec![MessageType::OnlineChange])
        }),
        case("subscriptions.update: required only", |client| client.subscriptions().update(6169)),
        case("subscriptions.list", |client| {
            let call = client.subscriptions().list().name("test").queue_name("testQueue");
            call.status(SubscriptionStatus::Running).page(1).page_size(10)
        }),
        case("subscriptions.list: required only", |client| client.subscriptions().list()),
        case("subscriptions.detail", |client| client.subscriptions().detail(6169)),
        case("subscriptions.start", |client| client.subscriptions().start(6169)),
        case("subscriptions.stop", |client| client.subscriptions().stop(6169)),
        case("subscriptions.delete", |client| client.subscriptions().delete(6169)),
    ]
}
