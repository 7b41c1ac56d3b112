create table if not exists requests (id bigint generated always as identity primary key, instance varchar(20) not null);
